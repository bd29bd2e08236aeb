// Bundles every src/**/*.test.ts with esbuild (Node 18 cannot read TypeScript) and runs them with Node's own test runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { basename, join } from "node:path";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "node_modules/.cache/tests");
const tests = readdirSync(join(root, "src"), { recursive: true }).map(String).filter((name) => /\.test\.tsx?$/.test(name)).map((name) => join(root, "src", name));
if (tests.length === 0) throw new Error("no tests found");
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: tests, outdir: out, bundle: true, platform: "node", format: "esm", target: "node18", entryNames: "[name]", outExtension: { ".js": ".mjs" },
  jsx: "automatic", jsxImportSource: "preact", define: { "import.meta.env.DEV": "false" }, logLevel: "warning",
  banner: { js: `import { webcrypto } from "node:crypto"; globalThis.crypto ??= webcrypto;` }, // Node 18 has no global one
});
const files = tests.map((name) => join(out, basename(name).replace(/\.tsx?$/, ".mjs")));
process.exit(spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit", cwd: root }).status ?? 1);
