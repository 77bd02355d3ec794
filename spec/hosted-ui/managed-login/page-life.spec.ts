import { createPageLife } from '../../../src/hosted-ui/managed-login/page-life';
import { watch } from '../../fakes/marbles';

/** A navigation as the browser tells of it. */
const cameBy = (type: string) => ({ performance: { getEntriesByType: () => [{ type }] } });

describe('createPageLife', () => {
  it.each([
    ['navigate', true],
    ['prerender', true],
    ['reload', false],
    ['back_forward', false],
  ])('says of a page that came by %s that it has arrived: %s (R73)', (type, expected) => {
    expect(createPageLife(cameBy(type)).hasArrived()).toBe(expected);
  });

  it.each([{}, { performance: {} }, { performance: { getEntriesByType: () => [] } }])(
    'takes it for an arrival where the platform does not tell: %j',
    (scope) => {
      expect(createPageLife(scope).hasArrived()).toBe(true);
    },
  );

  it('leaves by going on', () => {
    const left: unknown[] = [];
    createPageLife({ location: { assign: (url) => left.push(url) } }).leave('https://auth.example.com/');
    createPageLife({}).leave('https://auth.example.com/');
    expect(left).toEqual(['https://auth.example.com/']);
  });

  it('hears of a page that comes back as it was, and of no other, as long as somebody listens (R70)', () => {
    const scope = new EventTarget();
    const show = (persisted: boolean): void => {
      scope.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
    };
    const restored = watch(
      createPageLife({
        addEventListener: scope.addEventListener.bind(scope),
        removeEventListener: scope.removeEventListener.bind(scope),
      }).restored$,
    );
    show(false);
    expect(restored.values).toHaveLength(0);
    show(true);
    expect(restored.values).toHaveLength(1);
    restored.subscription.unsubscribe();
    show(true);
    expect(restored.values).toHaveLength(1);
  });

  it('never comes back where there are no pages', () => {
    expect(watch(createPageLife({}).restored$)).toMatchObject({ values: [], isComplete: false });
  });
});
