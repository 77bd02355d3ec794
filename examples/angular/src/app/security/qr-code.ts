import { ChangeDetectionStrategy, Component, computed, input, resource } from '@angular/core';

/** Draws a text as a QR code, dark on light in any scheme: cameras want it so. What draws it is loaded with the first one. */
@Component({
  selector: 'app-qr-code',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg role="img" class="qr" [attr.aria-label]="'QR code: ' + label()" [attr.viewBox]="viewBox()">
      <path [attr.d]="path()" />
    </svg>
  `,
})
export class QrCode {
  readonly text = input.required<string>();
  readonly label = input.required<string>();

  readonly #code = resource({
    params: () => this.text(),
    loader: async ({ params: text }) => (await import('qr')).encodeQR(text, 'raw', { border: 4 }),
  });

  /** Where it could not be loaded there is none, and the key can be typed in. */
  readonly #rows = computed(() => (this.#code.hasValue() ? this.#code.value() : []));

  protected readonly viewBox = computed(() => `0 0 ${this.#rows().length} ${this.#rows().length}`);
  protected readonly path = computed(() =>
    this.#rows()
      .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
      .join(''),
  );
}
