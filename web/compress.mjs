// Puts a Brotli and a gzip copy beside every asset that gains by it; the server picks one.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = 'dist/assets/';
for (const name of readdirSync(folder)) {
  if (/\.(js|css|svg)$/.test(name)) {
    const bytes = readFileSync(folder + name);
    writeFileSync(`${folder}${name}.gz`, gzipSync(bytes, { level: 9 }));
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    writeFileSync(`${folder}${name}.br`, brotliCompressSync(bytes, quality));
  }
}
