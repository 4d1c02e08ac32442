import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setCurrentUser } from '$lib/db/shared';
import { uuid7 } from '$lib/sync/uuid7';
import { clicked } from './click';
import { show, type Message } from './push';

interface Screen {
  title: string;
  options: NotificationOptions & { actions?: { action: string }[] };
  close: () => void;
}
const owner = uuid7();
const fetched = vi.fn(() => Promise.resolve(Response.json({})));
const opened = vi.fn(() => Promise.resolve(null));
const window = { postMessage: vi.fn(), focus: vi.fn(() => Promise.reject(new DOMException('', 'InvalidAccessError'))) };
let screen: Screen[];
let windows: (typeof window)[];

beforeEach(async () => {
  vi.clearAllMocks();
  screen = [];
  windows = [];
  await setCurrentUser(owner);
  const registration = {
    showNotification: async (title: string, options: NotificationOptions) => {
      const shown: Screen = { title, options, close: () => void screen.splice(screen.indexOf(shown), 1) };
      screen.push(shown);
    },
    getNotifications: async () => screen.map(({ options, close }) => ({ data: options.data as unknown, close })),
  };
  const clients = { matchAll: async () => windows, openWindow: opened };
  vi.stubGlobal('self', { registration, clients, location: new URL('https://app.example/sw.js') });
  vi.stubGlobal('fetch', fetched);
});

const message = (fields: object = {}): Message => ({
  notification: {
    title: 'A quiet minute',
    navigate: 'https://app.example/',
    tag: 't',
    data: { did: uuid7(), kind: 'habit', habitId: uuid7(), day: '2026-11-24' },
    actions: [{ action: 'done', title: 'Done' }, { action: 'sing', title: 'Sing' }],
    ...fields,
  },
  app_badge: 1,
});
const tap = (shown: Screen | undefined) =>
  clicked({ data: shown?.options.data as unknown, close: () => shown?.close() } as Notification, '');

describe('a message', () => {
  it('is shown with the buttons that can be answered here', async () => {
    await show(message());
    expect(screen[0]?.options.actions).toEqual([{ action: 'done', title: 'Done' }]);
    expect(screen[0]?.options.silent).toBe(false);
    expect(fetched).toHaveBeenCalledOnce();
  });

  it('that comes twice is on the screen once, the second time without a sound', async () => {
    const twice = message();
    await show(twice);
    await show(twice);
    expect(screen).toHaveLength(1);
    expect(screen[0]?.options.silent).toBe(true);
  });

  it('that cannot be read is shown all the same', async () => {
    await show({});
    expect(screen[0]?.title).toBe('Everkeel');
  });
});

describe('a tap', () => {
  it('opens the place, and says which notification it was', async () => {
    const data = { did: uuid7(), kind: 'mood', day: '2026-11-24' };
    await show(message({ navigate: 'https://app.example/#mood', data }));
    await tap(screen[0]);
    expect(opened).toHaveBeenCalledExactlyOnceWith(`https://app.example/?did=${data.did}#mood`);
    expect(screen).toEqual([]);
  });

  it('goes there in an open window, even when the browser does not let it come forward', async () => {
    windows = [window];
    await show(message({ data: { kind: 'test' } }));
    await tap(screen[0]);
    expect(window.postMessage).toHaveBeenCalledWith({ type: 'NAVIGATE', url: 'https://app.example/' });
    expect(opened).not.toHaveBeenCalled();
  });

  it('never leaves the app', async () => {
    await show(message({ navigate: 'https://elsewhere.example/' }));
    await tap(screen[0]);
    expect(opened).toHaveBeenCalledWith('https://app.example');
  });
});
