/** A page that says what to do, read as what to do: commands, files, and what stands around them. */

const FENCE = /^(`{3,})(\S*)/;
const FILE = /^<!-- file: (\S+) -->$/;

/**
 * Returns the steps (`###`) of a section (`##`) in their order, each `{ heading, prose, items }`. An item is a line of an
 * `sh` block, `{ command }`, or the block behind `<!-- file: … -->`, `{ file, text }`.
 */
export function stepsOf(markdown, section) {
  const lines = markdown.split('\n');
  const start = lines.indexOf(`## ${section}`);
  if (start === -1) throw new Error(`The page has no section ${section}.`);
  const steps = [];
  let file;
  for (let at = start + 1; at < lines.length && !lines[at].startsWith('## '); at += 1) {
    if (lines[at].startsWith('### ')) steps.push({ heading: lines[at].slice(4), prose: '', items: [] });
    const step = steps.at(-1);
    if (step === undefined) continue;
    const fence = FENCE.exec(lines[at]);
    if (fence === null) {
      file = FILE.exec(lines[at])?.[1] ?? file;
      step.prose += `${lines[at]}\n`;
      continue;
    }
    const end = lines.indexOf(fence[1], at + 1);
    const body = lines.slice(at + 1, end);
    if (file !== undefined) step.items.push({ file, text: `${body.join('\n')}\n` });
    else if (fence[2] === 'sh') step.items.push(...body.map((command) => ({ command })));
    file = undefined;
    at = end;
  }
  return steps;
}

/** Returns what a step says in `code`, in its order. */
export function codeIn(steps, heading) {
  const step = steps.find((each) => each.heading.endsWith(heading));
  if (step === undefined) throw new Error(`The page has no step ${heading}.`);
  return [...step.prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
}
