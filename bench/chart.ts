import type { Chart, ChartBar } from './bench';

/** Colours for a page of one brightness. */
interface Theme {
  readonly text: string;
  readonly quiet: string;
  readonly ours: string;
  readonly peers: string;
  readonly limit: string;
  readonly spread: string;
}

/** The two brightnesses of a page. */
export const THEMES = {
  light: {
    text: '#1f2328',
    quiet: '#59636e',
    ours: '#0969da',
    peers: '#afb8c1',
    limit: '#d8dee4',
    spread: '#59636e',
  },
  dark: {
    text: '#f0f6fc',
    quiet: '#9198a1',
    ours: '#4493f8',
    peers: '#656c76',
    limit: '#3d444d',
    spread: '#c9d1d9',
  },
} as const satisfies Readonly<Record<string, Theme>>;

const WIDTH = 760;
const NAMES_WIDTH = 230;
const LABELS_WIDTH = 110;
const ROW = 22;
const BAR = 13;
const HEAD = 34;
const GROUP_HEAD = 26;
const FONT = 'font-family="system-ui, sans-serif"';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const text = (x: number, y: number, fill: string, size: number, content: string, more = ''): string =>
  `<text x="${x}" y="${y}" fill="${fill}" font-size="${size}" ${FONT} ${more}>${escaped(content)}</text>`;

const written = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

function colourOf(name: string, theme: Theme): string {
  if (name.includes('rx-cognito')) return theme.ours;
  return name.startsWith('limit:') ? theme.limit : theme.peers;
}

/** Draws bars from left to right, as long as their values; a thin line shows what half of the measurements lie between. */
export function svgOf({ title, unit, groups }: Chart, theme: Theme): string {
  const parts: string[] = [text(0, 18, theme.text, 15, title, 'font-weight="600"')];
  const room = WIDTH - NAMES_WIDTH - LABELS_WIDTH;
  let y = HEAD;
  for (const { name, bars } of groups) {
    const most = Math.max(...bars.map(({ value, upper = value }) => Math.max(value, upper)), Number.EPSILON);
    const at = (value: number): number => Math.round((value / most) * room * 10) / 10;
    if (name !== '') {
      parts.push(text(0, y + 16, theme.quiet, 13, name));
      y += GROUP_HEAD;
    }
    for (const bar of bars) {
      parts.push(...rowOf(bar, { y, at, unit, theme }));
      y += ROW;
    }
    y += 8;
  }
  const size = `width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(title)}">\n${parts.join('\n')}\n</svg>\n`;
}

interface Place {
  readonly y: number;
  readonly at: (value: number) => number;
  readonly unit: string;
  readonly theme: Theme;
}

function rowOf(bar: ChartBar, { y, at, unit, theme }: Place): readonly string[] {
  const { name, value, lower, upper, label = `${written(value)} ${unit}` } = bar;
  const [top, middle] = [y + (ROW - BAR) / 2, y + ROW / 2];
  const end = NAMES_WIDTH + Math.max(at(value), upper === undefined ? 0 : at(upper));
  const spread =
    lower === undefined || upper === undefined
      ? []
      : [
          `<line x1="${NAMES_WIDTH + at(lower)}" x2="${NAMES_WIDTH + at(upper)}" y1="${middle}" y2="${middle}" stroke="${theme.spread}" stroke-width="1.5"/>`,
        ];
  return [
    text(NAMES_WIDTH - 10, middle + 4, theme.text, 12, name, 'text-anchor="end"'),
    `<rect x="${NAMES_WIDTH}" y="${top}" width="${Math.max(at(value), 1)}" height="${BAR}" rx="2" fill="${colourOf(name, theme)}"/>`,
    ...spread,
    text(end + 8, middle + 4, theme.quiet, 12, label),
  ];
}
