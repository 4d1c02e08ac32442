import { describe, expect, it } from 'vitest';
import { deviceLabel, permissionKeeper } from './label';

const agents = {
  pixel: 'Mozilla/5.0 (Linux; Android 15; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
  fox: 'Mozilla/5.0 (Android 15; Mobile; rv:152.0) Gecko/152.0 Firefox/152.0',
  iphone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
  edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
  mac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15',
  bsd: 'Mozilla/5.0 (X11; FreeBSD amd64) Ladybird/1.0',
};

describe('a device', () => {
  it('has a name that a person knows it by', () => {
    expect(deviceLabel(agents.pixel)).toBe('Chrome · Android');
    expect(deviceLabel(agents.iphone)).toBe('Safari · iPhone');
    expect(deviceLabel(agents.bsd)).toBe('Browser');
  });

  it.each([
    ['pixel', 'android'],
    ['fox', 'firefox'],
    ['iphone', 'ios'],
    ['edge', 'chrome'],
    ['mac', 'safari'],
    ['bsd', 'other'],
  ] as const)('%s gives a blocked permission back the way of %s', (name, keeper) => {
    expect(permissionKeeper(agents[name])).toBe(keeper);
  });
});
