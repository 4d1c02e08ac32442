// Draws the PNG icons in public/ from public/icon.svg with a Chromium (CHROMIUM, else /usr/bin/chromium).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../public/', import.meta.url));
const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8');
const boat = /<g id="boat">[\s\S]*<\/g>/.exec(svg)?.[0] ?? '';
const white = boat.replace(/fill="#\w+"/g, 'fill="#fff"').replace(/stroke="#\w+"/g, 'stroke="#fff"');
const frame = (inside, background = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">${background}${inside}</svg>`;
const smaller = (inside, scale) =>
  `<g transform="translate(${256 - 256 * scale} ${256 - 256 * scale}) scale(${scale})">${inside}</g>`;
const sea = '<rect width="512" height="512" fill="#0b6669"/>';

const icons = {
  'icon-192.png': [192, svg],
  'icon-512.png': [512, svg],
  // The system cuts these: everything that matters stays within the middle 80 %.
  'icon-maskable.png': [512, frame(smaller(boat, 0.74), sea)],
  'apple-touch-icon.png': [180, frame(smaller(boat, 0.86), sea)],
  'icon-monochrome.png': [512, frame(smaller(white, 0.8))],
  'badge.png': [96, frame(white)],
};

const work = mkdtempSync(join(tmpdir(), 'everkeel-icons-'));
try {
  for (const [name, [size, drawing]] of Object.entries(icons)) {
    const page = join(work, 'icon.html');
    const style = `html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}`;
    writeFileSync(page, `<!doctype html><style>${style}</style>${drawing}`);
    execFileSync(chromium, [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${work}/profile`,
      '--default-background-color=00000000', `--window-size=${size},${size}`,
      `--screenshot=${join(folder, name)}`, `file://${page}`,
    ], { stdio: 'ignore' });
  }
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
