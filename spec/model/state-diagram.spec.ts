import { readFileSync } from 'node:fs';
import { transition } from '../../src/model/transition';
import { INPUTS, STATES } from './transition-samples';

/** Every way from one status to another that some state and some input take, as Mermaid draws it. */
function drawnEdges(): string[] {
  const edges = new Map<string, Set<string>>();
  for (const state of Object.values(STATES)) {
    for (const input of Object.values(INPUTS)) {
      const { status } = transition(state, input);
      if (status === state.status) continue;
      const edge = `${state.status} --> ${status}`;
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
