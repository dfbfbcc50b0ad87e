"""What the people of the journeys write: long and short, with everything Markdown has."""

LONG_TITLE = "Keeping a sourdough starter alive, and measuring that it is"
LONG = """\
For two years I fed my starter *when I remembered*. It lived, in the way a houseplant in an office lives. Then I began
to write things down, and the bread got better within a week.

# What I measure

Three numbers are enough, and you need no laboratory for any of them:

1. **Temperature** of the room, at the shelf where the jar stands.
2. **Rise**: a rubber band around the jar marks where it began.
3. **Time** to the peak, which is the moment the dome turns flat.

> A starter is not hungry on schedule. It is hungry when it is warm.
>
> My neighbour, who baked for forty years

## A month in a table

| Flour | Water | Room | Hours to the peak | Notes |
| :-- | --: | --: | --: | :-- |
| Wheat, white | 100 % | 19 °C | 9.5 | mild, a little dull |
| Wheat, whole | 110 % | 21 °C | 6.0 | the one I kept |
| Rye | 120 % | 21 °C | 4.5 | sour, and very fast[^rye] |
| Spelt | 100 % | 23 °C | 4.0 | collapses if you are late |

Of course I could not leave it at a table. This is the whole program; it needs nothing but Python:

```python
from datetime import timedelta

SLOWER_PER_DEGREE = 1.09  # each degree less takes nine percent longer


def peak(hours_at_21: float, room: float) -> timedelta:
    \"\"\"Return when a starter is ready, for a room of so many degrees.\"\"\"
    return timedelta(hours=hours_at_21 * SLOWER_PER_DEGREE ** (21 - room))


print(peak(6.0, room=18.5))  # 7:26:37
```

Run it with `python3 starter.py`, or do it in your head: *one degree, ten percent*.

# What I stopped doing

- Throwing half of it away. Feed less instead:
    - ten grams of starter,
    - fifty of flour,
    - fifty of water.
- Spring water. The tap is fine.[^chlorine]
- Naming it.

And what is still to be tried:

- [x] a week in the refrigerator
- [x] drying it on paper
- [ ] sending it by post

---

If you try this, tell me what your numbers are. The ones above are from a north-facing kitchen, and
~~every kitchen is the same~~ no kitchen is the same. More on the method: <https://example.org/sourdough/measuring-at-home>.

[^rye]: Rye brings its own enzymes; it does not wait for anybody.
[^chlorine]: Unless yours smells of a swimming pool. Then leave it open over night.
"""

SWALLOW = """\
Saw the first swallow of the year over the canal this morning. Nine days earlier than last time I wrote it down.
"""

REPAIR = """\
Last Saturday eleven people brought something broken, and nine went home with something that works. The two others went
home with a *diagnosis*, which is worth more than it sounds.

What came through the door:

- a radio from 1962, with a loose tube
- three toasters, all with crumbs for a cause
- a lamp nobody could explain

The lamp is still here. If you know why a lamp would only work on Tuesdays, come by.
"""

PLAIN_TEXT = """\
I opened a folder from 2003 yesterday. The letters, the recipes, the half of a novel: everything I had saved as plain
text opened at once. Everything else asked me for a program whose maker is gone.

```
recipes/
  plum-cake.txt      2003-09-14
  soup.txt           2004-01-02
```

That is the whole argument.
"""

ALOUD = """\
We read to each other in the evenings now. It began as a joke, with the manual of the new oven, and went on with
whatever lay on the table. A chapter takes twenty minutes. You hear at once which sentences were written by somebody
who listened.

> If it cannot be said in one breath, it was not one thought.

Nobody has fallen asleep yet.
"""

POSTS = [
    ("bob", "", SWALLOW),
    ("dora", "Notes from a repair café", REPAIR),
    ("emil", "A small case for plain text", PLAIN_TEXT),
    ("bob", "Reading aloud", ALOUD),
]
UNTITLED = "A note without a title, with `code` and a [link](https://example.org/), and then nothing more. #notes"
