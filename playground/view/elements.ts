import { h } from 'vue';
import type { VNode, VNodeChild } from 'vue';

/** Returns a part of the page with a heading of its own. */
export const panel = (name: string, title: string, ...children: VNodeChild[]): VNode =>
  h('section', { class: ['pg-panel', `pg-${name}`], 'aria-labelledby': `pg-${name}` }, [
    h('h2', { id: `pg-${name}` }, title),
    ...children,
  ]);

interface ButtonOptions {
  readonly isPrimary?: boolean;
  readonly isOff?: boolean;
  readonly isPressed?: boolean;
  /** What a screen reader hears where the text alone stands on several buttons. */
  readonly label?: string;
}

/** Returns a button. */
export const button = (
  text: string,
  onClick: () => unknown,
  { isPrimary = false, isOff = false, isPressed, label }: ButtonOptions = {},
): VNode =>
  h(
    'button',
    {
      type: 'button',
      class: ['pg-button', { 'is-primary': isPrimary }],
      disabled: isOff,
      'aria-label': label,
      'aria-pressed': isPressed,
      onClick: () => void onClick(),
    },
    text,
  );

interface Field {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly type?: string;
  readonly autocomplete?: string;
}

const field = ({ name, label, value, type = 'text', autocomplete = 'off' }: Field): VNode =>
  h('label', { class: 'pg-field', key: name }, [
    h('span', label),
    // As an attribute: a property would be set anew, over what is being typed, whenever something else has changed.
    h('input', { name, '^value': value, type, autocomplete, required: true, spellcheck: false }),
  ]);

/** Returns a form of texts, which `onSubmit` gets by name. */
export const form = (
  key: string,
  fields: readonly Field[],
  submit: string,
  onSubmit: (values: Readonly<Record<string, string>>) => unknown,
  ...others: VNodeChild[]
): VNode =>
  h(
    'form',
    {
      key,
      class: 'pg-form',
      onSubmit: (event: SubmitEvent) => {
        event.preventDefault();
        const entries = [...new FormData(event.currentTarget as HTMLFormElement)];
        void onSubmit(
          Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value : ''])),
        );
      },
    },
    [
      ...fields.map(field),
      h('div', { class: 'pg-buttons' }, [
        h('button', { class: 'pg-button is-primary', type: 'submit' }, submit),
        ...others,
      ]),
    ],
  );

/** Returns the time of day, to the second. */
export const clockTime = (at: number): string => new Date(at).toLocaleTimeString('en-GB');
