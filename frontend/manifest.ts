import type { ManifestOptions } from 'vite-plugin-pwa';

/** What a phone reads when it installs the app. */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Everkeel',
  short_name: 'Everkeel',
  description: 'A calm two-tap daily check-in of habits and mood, with honest trends.',
  lang: 'en',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  orientation: 'natural',
  background_color: '#f6f1e7',
  theme_color: '#f6f1e7',
  categories: ['health', 'lifestyle'],
  launch_handler: { client_mode: ['navigate-existing', 'auto'] },
  icons: [
    { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icon-monochrome.png', sizes: '512x512', type: 'image/png', purpose: 'monochrome' },
  ],
  shortcuts: [
    { name: 'Check in', url: '/', icons: [{ src: '/icon-192.png', sizes: '192x192' }] },
    { name: 'Trends', url: '/trends', icons: [{ src: '/icon-192.png', sizes: '192x192' }] },
  ],
};
