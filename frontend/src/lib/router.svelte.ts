import type { Component } from 'svelte';
import { m } from '$lib/i18n';
import Today from '../routes/today/Today.svelte';

export type Tab = 'today' | 'trends' | 'library' | 'settings';
/** A view; those whose path has a parameter take `params`, the others take nothing. */
export type View = Component<any>;

export interface Route {
  path: string;
  /** Fetches the view; every view is its own file, so that nobody downloads what they do not open. */
  load: () => Promise<{ default: View }>;
  /** Only where its words are needed at the start anyway; `lib/titles` has the others. */
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
  { path: '/', load: () => Promise.resolve({ default: Today }), title: () => m.nav_today(), for: 'member', tab: 'today', early: true },
  { path: '/trends', load: () => import('../routes/trends/Trends.svelte'), title: () => m.nav_trends(), for: 'member', tab: 'trends' },
  { path: '/library', load: () => import('../routes/library/Library.svelte'), title: () => m.nav_library(), for: 'member', tab: 'library' },
  { path: '/library/:slug', load: () => import('../routes/library/Article.svelte'), title: () => m.nav_library(), for: 'member', tab: 'library', parent: '/library' },
  { path: '/settings', load: () => import('../routes/settings/Settings.svelte'), title: () => m.nav_settings(), for: 'member', tab: 'settings' },
  { path: '/habits/new', load: () => import('../routes/habits/NewHabit.svelte'), for: 'member', tab: 'today', parent: '/' },
  { path: '/habits/packs', load: () => import('../routes/habits/Packs.svelte'), for: 'member', tab: 'today', parent: '/habits/new' },
  { path: '/habits/order', load: () => import('../routes/habits/Order.svelte'), for: 'member', tab: 'today', parent: '/' },
  { path: '/habits/:id', load: () => import('../routes/habits/Habit.svelte'), for: 'member', tab: 'today', parent: '/' },
  { path: '/habits/:id/edit', load: () => import('../routes/habits/EditHabit.svelte'), for: 'member', tab: 'today', parent: '/habits/:id' },
  { path: '/day/:date', load: () => import('../routes/day/Day.svelte'), for: 'member', tab: 'today', parent: '/' },
  { path: '/year', load: () => import('../routes/year/Year.svelte'), for: 'member', tab: 'trends', parent: '/' },
  { path: '/mood/:id', load: () => import('../routes/mood/Mood.svelte'), for: 'member', tab: 'today', parent: '/' },
  { path: '/factors', load: () => import('../routes/factors/Factors.svelte'), for: 'member', tab: 'settings', parent: '/settings' },
  { path: '/events', load: () => import('../routes/events/Events.svelte'), for: 'member', tab: 'trends', parent: '/' },
  { path: '/events/new', load: () => import('../routes/events/Event.svelte'), for: 'member', tab: 'trends', parent: '/events' },
  { path: '/events/:id', load: () => import('../routes/events/Event.svelte'), for: 'member', tab: 'trends', parent: '/events' },
  { path: '/help', load: () => import('../routes/help/Help.svelte'), title: () => m.nav_help(), for: 'anyone', parent: '/' },
  { path: '/admin', load: () => import('../routes/admin/Admin.svelte'), for: 'admin', tab: 'settings', parent: '/settings' },
  { path: '/sign-in', load: () => import('../routes/account/SignIn.svelte'), for: 'anyone' },
  { path: '/join', load: () => import('../routes/account/Join.svelte'), for: 'anyone' },
];

const notFound: Route = {
  path: '',
  load: () => import('../routes/not-found/NotFound.svelte'),
  for: 'anyone',
  parent: '/',
};

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
