import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const SERVER = process.env.COMBINE_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  // React Aria brings its few words in thirty languages: ours has two.
  plugins: [react(), { ...optimizeLocales.vite({ locales: ["fr-FR", "en-US"] }), enforce: "pre" }],
  server: {
    host: "127.0.0.1",
    // The guides for telephones are written once, in docs/fr.
    fs: { allow: ["..", "node_modules"] },
    // The server accepts live connections from its own origin only: the proxy speaks as if it were there.
    proxy: { "/api": { target: SERVER, changeOrigin: true, ws: true, headers: { origin: SERVER } } },
  },
  build: { outDir: "dist", target: "es2022", chunkSizeWarningLimit: 700 },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    // Others come first on the machine (setup/suite.py): a limit finds what never ends, not what is slow there.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
