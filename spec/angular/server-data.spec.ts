import '@angular/compiler';
import { enableProdMode } from '@angular/core';
import { provideServerRendering, renderApplication } from '@angular/platform-server';
import { authInterceptor } from 'rx-cognito/angular';
import { bootstrapDataPage, startDataServer } from './data-page';
import type { DataPage, DataServer } from './data-page';

describe('authInterceptor on a server', () => {
  let server: DataServer;

  beforeAll(enableProdMode);
  beforeEach(async () => {
    server = await startDataServer();
  });
  afterEach(() => server.close());

  const render = (page: Omit<DataPage, 'serverRendering'>, document = '<app-root></app-root>') =>
    renderApplication(bootstrapDataPage({ ...page, serverRendering: provideServerRendering() }), {
      document,
      url: `${server.origin}/shop/page`,
      allowedHosts: ['127.0.0.1'],
    });

  const interceptor = authInterceptor({ allow: ['https://api.example.com'] });

  it('lets a page load what needs no token, and ends what does at once (#12)', async () => {
    const urls = [`${server.origin}/news`, 'https://api.example.com/orders'];
    const html = await render({ urls, interceptor });

    expect(html).toContain('data of /news');
    expect(html).toContain('https://api.example.com/orders: RenderedOnServer');
    expect(server.asked).toEqual([{ path: '/news', authorization: undefined }]);
  });

  it('resolves relative URLs as Angular does there (#12, R44)', async () => {
    const ownInterceptor = authInterceptor({ allow: [{ origin: server.origin, paths: ['/shop/api'] }] });
    const html = await render({
      urls: ['i18n.json', 'api/orders', '/api/orders'],
      interceptor: ownInterceptor,
    });

    expect(html).toContain('data of /shop/i18n.json');
    expect(html).toContain('api/orders: RenderedOnServer');
    expect(server.asked.map(({ path }) => path).sort()).toEqual(['/api/orders', '/shop/i18n.json']);
  });

  it('resolves them by the base element, where there is one (#12)', async () => {
    const ownInterceptor = authInterceptor({ allow: [{ origin: server.origin, paths: ['/base'] }] });
    const document = '<html><head><base href="/base/"></head><body><app-root></app-root></body></html>';

    expect(await render({ urls: ['orders'], interceptor: ownInterceptor }, document)).toContain(
      'orders: RenderedOnServer',
    );
    expect(server.asked).toEqual([]);
  });

  it('ends the rendering too where the interceptor itself fails (#12)', async () => {
    const failingInterceptor = authInterceptor({
      allow: [
        () => {
          throw new Error('The predicate failed.');
        },
      ],
    });

    expect(await render({ urls: ['/news'], interceptor: failingInterceptor })).toContain(
      'The predicate failed.',
    );
    const html = await render({ urls: ['https://api.example.com/x'], interceptor, withAuth: false });
    expect(html).toContain('https://api.example.com/x: ');
    expect(html).toMatch(/No provider|NG0?201/);
  });
});
