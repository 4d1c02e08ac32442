import { paint } from './paint';

const EDGE = 24;
const GAP = 12;
const SHARP = 2;

export interface Frame {
  title: string;
  text: string;
  /** Where and when the picture was made. */
  foot: string;
}

interface Words {
  text: string;
  font: string;
  line: number;
  colour: string;
}

/** A PNG of what an element shows, with a title and a sentence above and a line below. */
export function picture(figure: HTMLElement, frame: Frame): Promise<Blob> {
  // What is only for the screen makes room before anything is measured, and is back before the next frame.
  figure.classList.add('on-paper');
  try {
    return blob(draw(figure, frame));
  } finally {
    figure.classList.remove('on-paper');
  }
}

function draw(figure: HTMLElement, { title, text, foot }: Frame): HTMLCanvasElement {
  const style = getComputedStyle(figure);
  const colour = (name: string): string => style.getPropertyValue(name);
  const face = (size: number, weight = 400): string => `${weight} ${size}px ${style.fontFamily}`;
  const above: Words[] = [
    { text: title, font: face(20, 700), line: 26, colour: colour('--ink') },
    { text, font: face(15), line: 22, colour: colour('--ink') },
  ];
  const below: Words = { text: foot, font: face(12), line: 18, colour: colour('--ink-soft') };
  const box = figure.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no pictures.');
  const blocks = [...above, below].map((words) => ({ ...words, lines: wrap(context, words, box.width) }));
  const tall = blocks.reduce((sum, { lines, line }) => sum + lines.length * line + GAP, 0);
  canvas.width = Math.ceil((box.width + 2 * EDGE) * SHARP);
  canvas.height = Math.ceil((box.height + tall + 2 * EDGE) * SHARP);
  context.scale(SHARP, SHARP);
  context.fillStyle = colour('--card');
  context.fillRect(0, 0, canvas.width, canvas.height);
  const mirrored = style.direction === 'rtl';
  let y = EDGE;
  for (const block of blocks.slice(0, -1)) y = write(context, block, box.width, y, mirrored);
  context.save();
  context.translate(EDGE - box.left, y - box.top);
  paint(context, figure);
  context.restore();
  write(context, blocks.at(-1)!, box.width, y + box.height + GAP, mirrored);
  return canvas;
}

/** The text in lines that are no wider than that. */
function wrap(context: CanvasRenderingContext2D, { text, font }: Words, width: number): string[] {
  context.font = font;
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Writes lines from a height on; gives the height below them. */
function write(
  context: CanvasRenderingContext2D,
  { lines, font, line, colour }: Words & { lines: string[] },
  width: number,
  y: number,
  mirrored: boolean,
): number {
  context.font = font;
  context.fillStyle = colour;
  context.textBaseline = 'top';
  context.direction = mirrored ? 'rtl' : 'ltr';
  context.textAlign = 'start';
  lines.forEach((text, index) => context.fillText(text, mirrored ? EDGE + width : EDGE, y + index * line));
  return y + lines.length * line + GAP;
}

const blob = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((done, fail) =>
    canvas.toBlob((made) => (made ? done(made) : fail(new Error('No picture was made.'))), 'image/png'),
  );
