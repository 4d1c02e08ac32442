/**
 * Draws on a canvas what an element shows on the screen, at the same place: backgrounds and borders,
 * the shapes of SVG drawings, text. Enough for the charts of this app, which have nothing else.
 */
export function paint(context: CanvasRenderingContext2D, element: Element, above = 1): void {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  if (style.display === 'none' || style.visibility === 'hidden' || element.classList.contains('unseen')) return;
  const alpha = above * Number(style.opacity);
  context.globalAlpha = alpha;
  if (element instanceof SVGSVGElement) {
    for (const shape of element.children) paintShape(context, shape, toScreen(element, box, style), alpha);
    return;
  }
  paintBox(context, box, style);
  for (const child of element.childNodes) {
    if (child instanceof Element) paint(context, child, alpha);
    else if (child instanceof Text && child.data.trim()) paintText(context, child, style, alpha);
  }
}

/** From a drawing's own units to the screen; none of its parts is moved by itself. */
function toScreen(svg: SVGSVGElement, box: DOMRect, style: CSSStyleDeclaration): DOMMatrix {
  const view = svg.viewBox.baseVal;
  let across = box.width / view.width;
  let down = box.height / view.height;
  if (svg.getAttribute('preserveAspectRatio') !== 'none') across = down = Math.min(across, down);
  const matrix = new DOMMatrix().translate(box.left + box.width / 2, box.top + box.height / 2);
  const turned = style.transform.startsWith('matrix(-1') ? -1 : 1;
  return matrix.scale(across * turned, down).translate(-view.x - view.width / 2, -view.y - view.height / 2);
}

const number = (shape: Element, name: string): number => Number(shape.getAttribute(name) ?? 0);

function outline(shape: Element): Path2D | undefined {
  const path = new Path2D();
  if (shape instanceof SVGPathElement) {
    // A stroke without length is a dot in SVG, and nothing on some canvases.
    return new Path2D((shape.getAttribute('d') ?? '').replace(/h0(?![.\d])/g, 'h0.01'));
  }
  if (shape instanceof SVGRectElement) {
    path.roundRect(number(shape, 'x'), number(shape, 'y'), number(shape, 'width'), number(shape, 'height'), number(shape, 'rx'));
    return path;
  }
  if (shape instanceof SVGCircleElement) {
    path.arc(number(shape, 'cx'), number(shape, 'cy'), number(shape, 'r'), 0, 2 * Math.PI);
    return path;
  }
  return undefined;
}

function paintShape(context: CanvasRenderingContext2D, shape: Element, matrix: DOMMatrix, above: number): void {
  const found = outline(shape);
  if (!found) return;
  const style = getComputedStyle(shape);
  const placed = new Path2D();
  placed.addPath(found, matrix);
  const kept = style.getPropertyValue('vector-effect') === 'non-scaling-stroke';
  context.globalAlpha = above * Number(style.opacity);
  if (style.fill !== 'none') {
    context.fillStyle = style.fill;
    context.fill(placed);
  }
  if (style.stroke === 'none') return;
  context.strokeStyle = style.stroke;
  context.lineWidth = Number.parseFloat(style.strokeWidth) * (kept ? 1 : Math.abs(matrix.d));
  context.lineCap = style.strokeLinecap as CanvasLineCap;
  context.lineJoin = style.strokeLinejoin as CanvasLineJoin;
  context.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(',').map(Number.parseFloat));
  context.stroke(placed);
  context.setLineDash([]);
}

function paintBox(context: CanvasRenderingContext2D, box: DOMRect, style: CSSStyleDeclaration): void {
  const edge = Number.parseFloat(style.borderTopWidth);
  const path = new Path2D();
  const radius = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.height / 2, box.width / 2);
  path.roundRect(box.left + edge / 2, box.top + edge / 2, Math.max(0, box.width - edge), Math.max(0, box.height - edge), radius);
  context.fillStyle = style.backgroundColor;
  context.fill(path);
  if (!edge || style.borderTopStyle === 'none') return;
  context.strokeStyle = style.borderTopColor;
  context.lineWidth = edge;
  context.setLineDash(style.borderTopStyle === 'dashed' ? [2 * edge, 2 * edge] : []);
  context.stroke(path);
  context.setLineDash([]);
}

/** Word by word, where the browser put each. */
function paintText(context: CanvasRenderingContext2D, text: Text, style: CSSStyleDeclaration, alpha: number): void {
  context.globalAlpha = alpha;
  context.fillStyle = style.color;
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const range = document.createRange();
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const place = range.getBoundingClientRect();
    context.fillText(word, place.left, place.top + context.measureText(word).fontBoundingBoxAscent);
  }
}
