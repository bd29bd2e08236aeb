import { defineConfig } from "vite";

const api = process.env.PLOTLEDGER_URL ?? "http://127.0.0.1:8099";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2021",
    assetsInlineLimit: 0, // no data: URIs: the page's policy is 'self' only
    modulePreload: { polyfill: false },
    manifest: true, // read by dev/size.mjs
    cssCodeSplit: false, // one small style sheet for all pages
  },
  server: { proxy: { "/v1": api, "/sandbox": api } },
});
