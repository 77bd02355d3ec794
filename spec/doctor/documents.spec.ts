import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../../src/doctor';
import { ROWS } from '../../src/doctor/diagnose';
import { SOUND } from './description';

const text = readFileSync(join(__dirname, '../../docs/doctor.md'), 'utf8');

/** The anchors of a part of the document, as its sections name them. */
const sectionsOf = (part: string): readonly string[] =>
  (text.split(`\n## ${part}\n`)[1]?.split('\n## ')[0] ?? '').match(/(?<=^### ).+$/gm) ?? [];

const idsOf = (severity: string) => ROWS.filter((row) => row.severity === severity).map(({ id }) => id);

describe('docs/doctor.md', () => {
  it.each([
    ['Errors', 'error'],
    ['Warnings', 'warning'],
    ['Notes', 'note'],
  ])('has a section for each finding, to which the report links: %s (#13)', (part, severity) => {
    expect([...sectionsOf(part)].sort()).toEqual([...idsOf(severity)].sort());
  });

  it('knows every finding by another name (#13)', () => {
    expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
    expect(diagnose(SOUND).every(({ id }) => /^[a-z-]+$/.test(id))).toBe(true);
  });
});
