// Validates JUnit reports against copies of the official schemas. Usage: node bench/junit.mjs SCHEMA.xsd… REPORT.xml…
import { readFileSync } from "node:fs";
import { XmlDocument, XsdValidator } from "libxml2-wasm";

const given = process.argv.slice(2);
const schemas = given.filter((path) => path.endsWith(".xsd"));
const reports = given.filter((path) => !path.endsWith(".xsd"));
if (schemas.length === 0 || reports.length === 0) throw new Error("usage: node bench/junit.mjs SCHEMA.xsd… REPORT.xml…");
const read = (path) => XmlDocument.fromString(readFileSync(path, "utf8"));
for (const schema of schemas) {
  const validator = XsdValidator.fromDoc(read(schema));
  for (const report of reports) {
    try {
      validator.validate(read(report));
      console.log(`${report}: valid by ${schema}`);
    } catch (error) {
      console.log(`${report}: NOT VALID by ${schema}: ${error.message}`);
      process.exitCode = 1;
    }
  }
}
