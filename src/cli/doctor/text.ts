const WIDTH = 80;

// Control characters, and those that change the direction of text or have no width: a value must not draw on a terminal.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Writes a value of a server so that a terminal shows it and nothing else happens. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** Writes data as JSON that a terminal shows as it is, too. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2)
    .split('\n')
    .map((line) => printable(line))
    .join('\n');
}

/** Breaks a text into lines of a terminal's width, each behind an indent; what is too long for one is cut into several. */
export function wrapped(text: string, indent = ''): string {
  const room = WIDTH - indent.length;
  const words = printable(text)
    .split(' ')
    .flatMap((word) => word.match(new RegExp(`.{1,${room}}`, 'gu')) ?? []);
  const lines = words.reduce<readonly string[]>((done, word) => {
    const last = done.at(-1);
    return last !== undefined && last.length + 1 + word.length <= room
      ? [...done.slice(0, -1), `${last} ${word}`]
      : [...done, word];
  }, []);
  return lines.map((line) => `${indent}${line}\n`).join('');
}

/** A way to write in colours, or not. */
export type Paint = (colour: 'red' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string) => string;

const CODES = { red: 31, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const;

/** Makes a pen that writes in colours where they are wanted. */
export function createPaint(hasColours: boolean): Paint {
  return (colour, text) => (hasColours ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text);
}
