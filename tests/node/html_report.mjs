// Reads Cucumber messages as any Cucumber tool does, and writes them as the HTML report of @cucumber/html-formatter.
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { CucumberHtmlStream } from "@cucumber/html-formatter";
import { NdjsonToMessageStream } from "@cucumber/message-streams";

const [, , from, to] = process.argv;
await pipeline(createReadStream(from), new NdjsonToMessageStream(), new CucumberHtmlStream(), createWriteStream(to));
