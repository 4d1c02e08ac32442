import { m } from '$lib/i18n';

const titles: Record<string, () => string> = {
  '/habits/new': m.habit_new,
  '/habits/packs': m.pack_title,
  '/habits/order': m.group_order_title,
  '/habits/:id': m.habit_page,
  '/habits/:id/edit': m.habit_edit,
  '/day/:date': m.day_title,
  '/year': m.year_title,
  '/mood/:id': m.mood_title,
  '/factors': m.factor_title,
  '/events': m.event_title,
  '/events/new': m.event_title,
  '/events/:id': m.event_title,
  '/admin': m.nav_admin,
  '/sign-in': m.sign_in_title,
  '/join': m.join_title,
};

/** What the window is called at a route; an unknown one is not found. */
export const titleOf = (path: string): string => (titles[path] ?? m.not_found_title)();
