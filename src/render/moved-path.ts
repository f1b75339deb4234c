const NUMBER = /-?(?:\d+\.?\d*|\.\d+)/g;

/**
 * The path of a glyph at another place and size: as a `transform` would draw it, which costs a browser far more of many elements.
 * Knows the commands that glyphs are made of: `M L a c h l v z`.
 */
export function movedPath(d: string, x: number, y: number, scale: number): string {
  return d.replace(/([a-zA-Z])([^a-zA-Z]*)/g, (_, command: string, rest: string) => {
    const numbers = (rest.match(NUMBER) ?? []).map(Number);
    return command + numbers.map((n, i) => round(moved(command, n, i, x, y, scale))).join(' ');
  });
}

function moved(command: string, n: number, i: number, x: number, y: number, scale: number): number {
  switch (command) {
    case 'M':
    case 'L':
      return n * scale + (i % 2 === 0 ? x : y);
    // Radii and end; the rotation and the flags between them stay.
    case 'a':
      return i % 7 < 2 || i % 7 > 4 ? n * scale : n;
    case 'c':
    case 'h':
    case 'l':
    case 'v':
      return n * scale;
    default:
      throw new Error(`a glyph has the command ${command}`);
  }
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
