// Reads pages from standard input, one JSON string a line, and answers each with the list of what is not valid in it.
import { createInterface } from "node:readline";
import { FileSystemConfigLoader, HtmlValidate, nodejsResolver } from "html-validate";

const validator = new HtmlValidate(new FileSystemConfigLoader([nodejsResolver()]));

for await (const line of createInterface({ input: process.stdin })) {
  const { results } = await validator.validateString(JSON.parse(line), "page.html");
  const found = results.flatMap(({ messages }) => messages);
  console.log(JSON.stringify(found.map(({ line, ruleId, message }) => `line ${line}: ${ruleId}: ${message}`)));
}
