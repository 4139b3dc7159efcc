// Bundles the page into dist/app.js.gz and dist/app.css.gz, byte for byte the same on every run.
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

// The packages inline Roboto and Fira Code as data URIs (280 KB); the page uses the reader's own fonts.
const withoutWebFonts = {
  name: "without-web-fonts",
  setup({ onLoad }) {
    onLoad({ filter: /node_modules.*\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/@font-face\s*\{[^}]*\}/g, ""),
      loader: "css",
    }));
  },
};

const { outputFiles } = await build({
  entryPoints: { app: "app.jsx" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  charset: "utf8",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  // Writes a style element to lock the scroll bar behind a dialog; the page has none, and its
  // policy allows no inline styles.
  alias: { "react-style-singleton": "./no-inline-style.js" },
  plugins: [withoutWebFonts],
  outdir: "dist",
  write: false,
});

for (const { path, contents } of outputFiles) {
  const packed = gzipSync(contents, { level: 9 });
  packed.fill(0, 4, 8); // mtime
  packed[9] = 255; // operating system: unknown
  await writeFile(`${path}.gz`, packed);
  console.log(`${path.split("/").pop()}: ${contents.length} bytes, ${packed.length} packed`);
}
