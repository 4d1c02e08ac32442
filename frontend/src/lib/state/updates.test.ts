import { beforeEach, expect, it, vi } from 'vitest';

const reload = vi.fn();
let settle: () => void = () => {};
const attention: { update?: () => void } = {};
vi.stubEnv('PROD', true);
vi.mock('./data.svelte', () => ({ data: { settled: () => new Promise<void>((done) => (settle = done)) } }));
vi.mock('./attention.svelte', () => ({ attention }));
vi.mock('../router.svelte', () => ({ router: { go: vi.fn() } }));

class Workers extends EventTarget {
  controller: object | null = {};
  waiting = { postMessage: vi.fn() };
  register = async () => Object.assign(new EventTarget(), { waiting: this.waiting, installing: null });
}
let workers: Workers;
const tick = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(async () => {
  workers = new Workers();
  reload.mockClear();
  vi.stubGlobal('navigator', { serviceWorker: workers });
  vi.stubGlobal('location', { reload, origin: 'https://app.example' });
  const { updates } = await import('./updates');
  updates.start();
  await tick();
});

it('a new version waits until it is wanted and every change is on the device', async () => {
  expect(workers.waiting.postMessage).not.toHaveBeenCalled();
  attention.update?.();
  await tick();
  expect(workers.waiting.postMessage).not.toHaveBeenCalled();
  settle();
  await tick();
  expect(workers.waiting.postMessage).toHaveBeenCalledExactlyOnceWith({ type: 'SKIP_WAITING' });
});

it('every tab reloads then, after its own writes', async () => {
  workers.dispatchEvent(new Event('controllerchange'));
  await tick();
  expect(reload).not.toHaveBeenCalled();
  settle();
  await tick();
  expect(reload).toHaveBeenCalledOnce();
});
