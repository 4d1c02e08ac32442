import { m } from '$lib/i18n';
import type { View } from './router.svelte';

interface Page {
  /** Every view is its own file, so that nobody downloads what they do not open. */
  load: () => Promise<{ default: View }>;
  title: () => string;
}

const notFound: Page = { load: () => import('../routes/not-found/NotFound.svelte'), title: m.not_found_title };
const pages: Record<string, Page> = {
  '/trends': { load: () => import('../routes/trends/Trends.svelte'), title: m.nav_trends },
  '/trends/appointment': { load: () => import('../routes/trends/Appointment.svelte'), title: m.trends_bring },
  '/library': { load: () => import('../routes/library/Library.svelte'), title: m.nav_library },
  '/library/:slug': { load: () => import('../routes/library/Article.svelte'), title: m.nav_library },
  '/settings': { load: () => import('../routes/settings/Settings.svelte'), title: m.nav_settings },
  '/habits/new': { load: () => import('../routes/habits/NewHabit.svelte'), title: m.habit_new },
  '/habits/packs': { load: () => import('../routes/habits/Packs.svelte'), title: m.pack_title },
  '/habits/order': { load: () => import('../routes/habits/Order.svelte'), title: m.group_order_title },
  '/habits/:id': { load: () => import('../routes/habits/Habit.svelte'), title: m.habit_page },
  '/habits/:id/edit': { load: () => import('../routes/habits/EditHabit.svelte'), title: m.habit_edit },
  '/day/:date': { load: () => import('../routes/day/Day.svelte'), title: m.day_title },
  '/year': { load: () => import('../routes/year/Year.svelte'), title: m.year_title },
  '/mood/:id': { load: () => import('../routes/mood/Mood.svelte'), title: m.mood_title },
  '/factors': { load: () => import('../routes/factors/Factors.svelte'), title: m.factor_title },
  '/events': { load: () => import('../routes/events/Events.svelte'), title: m.event_title },
  '/events/new': { load: () => import('../routes/events/Event.svelte'), title: m.event_title },
  '/events/:id': { load: () => import('../routes/events/Event.svelte'), title: m.event_title },
  '/insights': { load: () => import('../routes/insights/Insights.svelte'), title: m.insight_page_title },
  '/insights/:kind/:id': { load: () => import('../routes/insights/Trace.svelte'), title: m.insight_page_title },
  '/screening': { load: () => import('../routes/screening/Screening.svelte'), title: m.screening_title },
  '/screening/:instrument': { load: () => import('../routes/screening/Fill.svelte'), title: m.screening_title },
  '/help': { load: () => import('../routes/help/Help.svelte'), title: m.nav_help },
  '/admin': { load: () => import('../routes/admin/Admin.svelte'), title: m.nav_admin },
  '/sign-in': { load: () => import('../routes/account/SignIn.svelte'), title: m.sign_in_title },
  '/join': { load: () => import('../routes/account/Join.svelte'), title: m.join_title },
};
const pageOf = (path: string): Page => pages[path] ?? notFound;

/** The view of a route; an unknown one is not found. */
export const viewOf = async (path: string): Promise<View> => (await pageOf(path).load()).default;

/** What the window is called at a route. */
export const titleOf = (path: string): string => pageOf(path).title();
