import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

interface ManifestEntry {
  file: string;
}

/** Return the path of the widget's application below `dist/`, as the first build wrote it. */
function applicationFile(): string {
  const manifest = JSON.parse(readFileSync(resolve(here, "dist/.vite/manifest.json"), "utf8")) as Record<string, ManifestEntry>;
  const entry = manifest["widget/app.tsx"];
  if (!entry) throw new Error("the first build left no widget/app.tsx in dist/.vite/manifest.json");
  return entry.file;
}

/** `widget.js`: a classic script, so that one tag without `type=module` embeds it. */
export default defineConfig({
  publicDir: false,
  define: { __WIDGET_APPLICATION__: JSON.stringify(applicationFile()) },
  build: {
    target: "es2022",
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: resolve(here, "widget/loader.ts"), name: "WarmlineLoader", formats: ["iife"], fileName: () => "widget.js" },
  },
});
