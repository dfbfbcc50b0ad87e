// Reads feeds from standard input, one JSON string a line, and answers each with what feedsmith understands of it.
import { createInterface } from "node:readline";
import { parseFeed, parseOpml } from "feedsmith";

const understand = (text) => (text.includes("<opml") ? { format: "opml", feed: parseOpml(text) } : parseFeed(text));

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(understand(JSON.parse(line))));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
