import type { Chart } from '../../bench/bench';
import { svgOf, THEMES } from '../../bench/chart';

const chart: Chart = {
  title: 'Starts & "first" <states>',
  unit: 'ms',
  groups: [
    {
      name: 'this machine',
      bars: [
        { name: 'limit: nothing', value: 10 },
        { name: 'rx-cognito', value: 20, lower: 15, upper: 40 },
        { name: 'a peer', value: 40, label: 'forty' },
      ],
    },
    { name: 'a slower one', bars: [{ name: 'a peer', value: 3 }] },
  ],
};

const all = (svg: string, element: RegExp): readonly Record<string, string>[] =>
  [...svg.matchAll(element)].map(([found]) =>
    Object.fromEntries(
      [...found.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    ),
  );
const barsOf = (svg: string): readonly Record<string, string>[] => all(svg, /<rect[^>]*>/g);

describe.each(Object.entries(THEMES))('svgOf, %s', (_name, theme) => {
  const svg = svgOf(chart, theme);

  it('draws bars as long as their values, in each group by the longest there', () => {
    const [limit, ours, peer, alone] = barsOf(svg).map(({ width }) => Number(width));
    expect(ours! / limit!).toBeCloseTo(2);
    expect(peer! / limit!).toBeCloseTo(4);
    expect(alone).toBe(peer);
  });

  it('gives ours, the limit and the peers colours of their own', () => {
    expect(barsOf(svg).map(({ fill }) => fill)).toEqual([theme.limit, theme.ours, theme.peers, theme.peers]);
  });

  it('draws what half of the measurements lie between, within the picture', () => {
    const [line, ...others] = all(svg, /<line[^>]*>/g);
    const [, ours] = barsOf(svg);
    expect(others).toEqual([]);
    expect(Number(line?.['x1']) - Number(ours?.['x'])).toBeCloseTo((Number(ours?.['width']) * 15) / 20);
    expect(Number(line?.['x2']) - Number(ours?.['x'])).toBeCloseTo(Number(ours?.['width']) * 2);
    expect(Number(line?.['x2'])).toBeLessThan(Number(/ width="(\d+)"/.exec(svg)?.[1]));
  });

  it('writes the value and the unit at the end of a bar, or what is given', () => {
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(['10 ms', '20 ms', 'forty', '3.0 ms', 'this machine']));
    expect(texts).not.toContain('40 ms');
  });

  it('escapes what would be markup', () => {
    expect(svg).toContain('aria-label="Starts &amp; &quot;first&quot; &lt;states>"');
    expect(svg).not.toContain('<states>');
  });

  it('is as high as its rows', () => {
    const lowest = Math.max(...barsOf(svg).map(({ y, height }) => Number(y) + Number(height)));
    expect(lowest).toBeLessThan(Number(/ height="(\d+)"/.exec(svg)?.[1]));
  });
});

describe('THEMES', () => {
  it('differ in every colour', () => {
    const [light, dark] = [THEMES.light, THEMES.dark].map((theme): readonly string[] => Object.values(theme));
    expect(light?.filter((colour, at) => colour === dark?.[at])).toEqual([]);
  });
});
