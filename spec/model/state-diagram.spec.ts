import { readFileSync } from 'node:fs';
import type { Situation } from '../../src/model/situation';
import { transition } from '../../src/model/transition';
import { INPUTS, SITUATIONS } from './transition-samples';

/** Every way from one status to another that some situation and some input take, as Mermaid draws it. */
function drawnEdges(): string[] {
  const edges = new Map<string, Set<string>>();
  for (const before of Object.values<Situation>(SITUATIONS)) {
    for (const input of Object.values(INPUTS)) {
      const { status } = transition(before, input).state;
      if (status === before.state.status) continue;
      const edge = `${before.state.status} --> ${status}`;
      edges.set(edge, (edges.get(edge) ?? new Set()).add(input.type));
    }
  }
  return [...edges].map(([edge, inputs]) => `    ${edge}: ${[...inputs].join(', ')}`);
}

describe('the diagram in docs/states.md', () => {
  it('draws every edge of the transition function, and no other', () => {
    const [, drawn = ''] = /```mermaid\n([\s\S]*?)```/.exec(readFileSync('docs/states.md', 'utf8')) ?? [];

    expect(drawn.split('\n').filter((line) => line.includes('-->') && !line.includes('[*]'))).toEqual(
      drawnEdges(),
    );
  });
});
