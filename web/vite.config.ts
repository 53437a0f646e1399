import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

/** The pages and the widget's application. The loader is built afterwards: it names the application's hashed file. */
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    manifest: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      preserveEntrySignatures: "exports-only",
      input: {
        storefront: resolve(here, "storefront.html"),
        desk: resolve(here, "desk.html"),
        help: resolve(here, "help.html"),
        "widget-app": resolve(here, "widget/app.tsx"),
      },
    },
  },
});
