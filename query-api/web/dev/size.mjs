// The map page's script, gzipped, against its budget: the entry, the map page's chunks and the larger catalogue.
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const kBudget = 80 * 1024;
const dist = fileURLToPath(new URL("../dist", import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
const files = new Set();
const take = (name) => {
  const chunk = manifest[name];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  (chunk.imports ?? []).forEach(take);
};
["index.html", "src/map/page.tsx", "src/i18n/hi.json"].forEach(take);
const size = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
const total = [...files].reduce((sum, file) => sum + size(file), 0);
console.log(`map page script: ${(total / 1024).toFixed(1)} KiB gzipped of ${kBudget / 1024} (${files.size} files)`);
process.exit(total > kBudget ? 1 : 0);
