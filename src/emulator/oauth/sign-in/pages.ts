/** One field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'email';
  readonly value?: string | undefined;
  readonly autocomplete?: string;
  /** Kept out of sight and sent along. */
  readonly isHidden?: boolean;
  readonly isOptional?: boolean;
}

/** A form of a page, with a button that sends it. */
export interface Form {
  readonly action: string;
  readonly fields: readonly Field[];
  /** The name of a value to send, for a form that is one button among several. */
  readonly button: { readonly text: string; readonly name?: string; readonly value?: string };
}

/** What a page shows. */
export interface PageContent {
  readonly title: string;
  readonly lang?: string | undefined;
  readonly notice?: string | undefined;
  /** What went wrong. */
  readonly problem?: string | undefined;
  readonly forms: readonly Form[];
  readonly links?: readonly { readonly text: string; readonly href: string }[];
}

/** Writes a page that a person can use by eye or by ear, and a test by its labels. */
export function renderPage({ title, lang, notice, problem, forms, links = [] }: PageContent): string {
  return `<!doctype html>
<html lang="${escape(lang ?? 'en')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${problem === undefined ? '' : `<p role="alert">${escape(problem)}</p>\n`}${notice === undefined ? '' : `<p>${escape(notice)}</p>\n`}${forms.map(renderForm).join('')}${links.map(({ text, href }) => `<p><a href="${escape(href)}">${escape(text)}</a></p>\n`).join('')}</main>
</body>
</html>
`;
}

function renderForm({ action, fields, button }: Form): string {
  const name =
    button.name === undefined ? '' : ` name="${escape(button.name)}" value="${escape(button.value ?? '')}"`;
  return `<form method="post" action="${escape(action)}">
${fields.map(renderField).join('')}<button type="submit"${name}>${escape(button.text)}</button>
</form>
`;
}

function renderField({
  name,
  label,
  type = 'text',
  value,
  autocomplete,
  isHidden,
  isOptional,
}: Field): string {
  const common = `name="${escape(name)}"${value === undefined ? '' : ` value="${escape(value)}"`}`;
  if (isHidden) return `<input type="hidden" ${common}>\n`;
  const complete = autocomplete === undefined ? '' : ` autocomplete="${escape(autocomplete)}"`;
  return `<label>${escape(label)} <input type="${type}" ${common}${complete}${isOptional ? '' : ' required'}></label>\n`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;color-scheme:light dark;margin:2rem}main{max-width:24rem;margin:auto}' +
  'form{margin:1rem 0}label{display:block;margin:.5rem 0}input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.4rem}' +
  'button{font:inherit;padding:.4rem 1rem}[role=alert]{border-left:.3rem solid;padding-left:.5rem;font-weight:600}';
