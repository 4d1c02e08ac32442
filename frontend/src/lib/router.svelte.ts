import type { Component } from 'svelte';
import { m } from '$lib/i18n';
import Today from '../routes/today/Today.svelte';

export type Tab = 'today' | 'trends' | 'library' | 'settings';
/** A view; those whose path has a parameter take `params`, the others take nothing. */
export type View = Component<any>;

export interface Route {
  path: string;
  /** Only the first screen's, which is there at once; `lib/views` fetches the others. */
  view?: View;
  /** Only where its words are needed at the start anyway; `lib/views` has the others. */
  title?: () => string;
  /** Who may see it: anyone, a signed-in person, an admin. */
  for: 'anyone' | 'member' | 'admin';
  tab?: Tab;
  /** Shows itself while the device's data is still being read. */
  early?: true;
  /** Where the back arrow leads, with this path's parameters; without it the view is a top level one. */
  parent?: string;
}

export const routes: Route[] = [
  { path: '/', view: Today, title: () => m.nav_today(), for: 'member', tab: 'today', early: true },
  { path: '/trends', title: () => m.nav_trends(), for: 'member', tab: 'trends' },
  { path: '/trends/appointment', for: 'member', tab: 'trends', parent: '/trends' },
  { path: '/library', title: () => m.nav_library(), for: 'member', tab: 'library' },
  { path: '/library/:slug', title: () => m.nav_library(), for: 'member', tab: 'library', parent: '/library' },
  { path: '/settings', title: () => m.nav_settings(), for: 'member', tab: 'settings' },
  { path: '/habits/new', for: 'member', tab: 'today', parent: '/' },
  { path: '/habits/packs', for: 'member', tab: 'today', parent: '/habits/new' },
  { path: '/habits/order', for: 'member', tab: 'today', parent: '/' },
  { path: '/habits/:id', for: 'member', tab: 'today', parent: '/' },
  { path: '/habits/:id/edit', for: 'member', tab: 'today', parent: '/habits/:id' },
  { path: '/day/:date', for: 'member', tab: 'today', parent: '/' },
  { path: '/year', for: 'member', tab: 'trends', parent: '/' },
  { path: '/mood/:id', for: 'member', tab: 'today', parent: '/' },
  { path: '/factors', for: 'member', tab: 'settings', parent: '/settings' },
  { path: '/events', for: 'member', tab: 'trends', parent: '/' },
  { path: '/events/new', for: 'member', tab: 'trends', parent: '/events' },
  { path: '/events/:id', for: 'member', tab: 'trends', parent: '/events' },
  { path: '/insights', for: 'member', tab: 'trends', parent: '/trends' },
  { path: '/insights/:kind/:id', for: 'member', tab: 'trends', parent: '/insights' },
  { path: '/screening', for: 'member', tab: 'trends', parent: '/trends' },
  { path: '/screening/:instrument', for: 'member', tab: 'trends', parent: '/screening' },
  { path: '/help', title: () => m.nav_help(), for: 'anyone', parent: '/' },
  { path: '/admin', for: 'admin', tab: 'settings', parent: '/settings' },
  { path: '/sign-in', for: 'anyone' },
  { path: '/join', for: 'anyone' },
];

const notFound: Route = { path: '', for: 'anyone', parent: '/' };

const pattern = (path: string): RegExp => new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`);
const table = routes.map((route) => ({ route, test: pattern(route.path) }));

export interface Place {
  route: Route;
  params: Record<string, string>;
}

/** The route of a path; an unknown path gives the "not found" view. */
export function match(path: string): Place {
  for (const { route, test } of table) {
    const found = test.exec(path);
    if (found) return { route, params: decode(found.groups ?? {}) };
  }
  return { route: notFound, params: {} };
}

function decode(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([key, value]) => {
      try {
        return [key, decodeURIComponent(value)];
      } catch {
        return [key, value];
      }
    }),
  );
}

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

class Router {
  place = $state.raw<Place>(match(location.pathname));

  /** Starts to follow links and the back button. */
  listen(): void {
    addEventListener('popstate', () => this.#show());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  /** Opens a path of this app. */
  go(url: string, { replace = false } = {}): void {
    if (replace) history.replaceState({}, '', url);
    else history.pushState({}, '', url);
    this.#show();
    scrollTo(0, 0);
  }

  #show(): void {
    const next = match(location.pathname);
    const change = (): void => void (this.place = next);
    if (document.startViewTransition && !calm()) document.startViewTransition(change);
    else change();
  }

  #follow(event: MouseEvent): void {
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || event.defaultPrevented || event.button !== 0 || link.target) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.hasAttribute('download')) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    if (link.href !== location.href) this.go(link.href);
  }
}

export const router = new Router();
