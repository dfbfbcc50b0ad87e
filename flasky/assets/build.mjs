// Builds flasky/static/dist: hashed names, compressed siblings, manifest.json.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const assets = dirname(fileURLToPath(import.meta.url));
const root = join(assets, "..", "..");
const images = join(assets, "..", "static", "img");
const dist = join(assets, "..", "static", "dist");
const dejavu = join(root, "node_modules", "dejavu-fonts-ttf");

const STYLES = ["app"];
const MODULES = ["app", "editor", "live", "try_it"];
const BLOCKING = ["theme"];
// No page loads them: the pictures beside links are drawn with them.
const FONTS = ["DejaVuSans", "DejaVuSans-Bold"];
const COMPRESSED = /\.(css|js|svg)$/;
const SMALLEST = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

async function style(name) {
  const { css } = await sass.compileAsync(join(assets, "css", `${name}.scss`), {
    loadPaths: [join(root, "node_modules")],
    importers: [new sass.NodePackageImporter(root)],
    // Bootstrap 5.3 still uses what Sass will drop one day; our own sheets get every warning.
    quietDeps: true,
    silenceDeprecations: ["import"],
  });
  const { code } = await esbuild.transform(css, { loader: "css", minify: true });
  return [`${name}.css`, Buffer.from(code)];
}

async function script(name, format) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(assets, "js", `${name}.js`)],
    absWorkingDir: root,
    bundle: true,
    format,
    legalComments: "none",
    logLevel: "silent",
    minify: true,
    target: "es2022",
    write: false,
  });
  return [`${name}.js`, Buffer.from(outputFiles[0].contents)];
}

async function image(name) {
  return [name, await readFile(join(images, name))];
}

async function font(name) {
  return [`${name}.ttf`, await readFile(join(dejavu, "ttf", `${name}.ttf`))];
}

// Whoever hands the fonts on hands this on with them.
async function licenseOfFonts() {
  return ["DejaVu-LICENSE.txt", await readFile(join(dejavu, "LICENSE"))];
}

function hashed(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  return name.replace(/(\.[^.]+)$/, `-${hash}$1`);
}

// Whole or not at all: a server may be reading, or building, at the same time.
async function put(name, content) {
  const draft = join(dist, `.${process.pid}-${name}`);
  await writeFile(draft, content);
  await rename(draft, join(dist, name));
}

async function publish([name, content]) {
  const file = hashed(name, content);
  const files = [[file, content]];
  if (COMPRESSED.test(name)) {
    files.push([`${file}.br`, await promisify(brotliCompress)(content, SMALLEST)]);
    files.push([`${file}.gz`, await promisify(gzip)(content, { level: 9 })]);
  }
  await Promise.all(files.map((each) => put(...each)));
  return { name, file, files: files.map(([each]) => each) };
}

async function build() {
  await mkdir(dist, { recursive: true });
  const pictures = await readdir(images);
  const built = await Promise.all([
    ...STYLES.map(style),
    ...MODULES.map((name) => script(name, "esm")),
    ...BLOCKING.map((name) => script(name, "iife")),
    ...pictures.map(image),
    ...FONTS.map(font),
    licenseOfFonts(),
  ]);
  const published = await Promise.all(built.map(publish));
  const manifest = Object.fromEntries(published.map(({ name, file }) => [name, file]).sort());
  await put("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
  const kept = new Set(["manifest.json", ...published.flatMap(({ files }) => files)]);
  const old = (await readdir(dist)).filter((name) => !name.startsWith(".") && !kept.has(name));
  await Promise.all(old.map((name) => rm(join(dist, name), { force: true })));
}

try {
  await build();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
