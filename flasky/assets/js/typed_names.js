// What is being typed in a field: an @name or #tag before the cursor, or one of several tags.
const IN_TEXT = /(?<![\p{L}\p{N}_/@#&])([@#])([\p{L}\p{N}\p{M}_.]{2,64})$/u;
const IN_TAGS = /(?:^|[\s,])#?([\p{L}\p{N}\p{M}_]{2,64})$/u;

export function typedIn(field) {
  const { complete, completeUrl, completeTagsUrl } = field.dataset;
  const before = field.value.slice(0, field.selectionEnd);
  if (complete === "tags") {
    const found = IN_TAGS.exec(before);
    return found && { begun: found[1], url: completeUrl, start: before.length - found[1].length, sign: "" };
  }
  const found = IN_TEXT.exec(before);
  if (!found) return null;
  const url = found[1] === "@" ? completeUrl : completeTagsUrl;
  return { begun: found[2], url, start: before.length - found[0].length, sign: found[1] };
}

export function put(field, { start, sign }, name) {
  const value = sign ? name : name.slice(1);
  field.setRangeText(`${value} `, start, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
