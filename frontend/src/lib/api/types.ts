import type { paths } from './schema';

/** The JSON of a successful answer. */
type Answer<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends {
  responses: infer R;
}
  ? { [S in keyof R]: S extends 200 | 201 | 202 ? Json<R[S]> : never }[keyof R]
  : never;
type Json<R> = R extends { content: { 'application/json': infer T } } ? T : never;
type Body<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends {
  requestBody: { content: { 'application/json': infer T } };
}
  ? T
  : never;

export type Me = Answer<'/api/me', 'get'>;
export type Meta = Answer<'/api/meta', 'get'>;
export type Invite = Answer<'/api/invites/{token}', 'get'>;
export type SignUp = Body<'/api/sign-up', 'post'>;
export type SyncRequest = Body<'/api/sync', 'post'>;
export type SyncAnswer = Answer<'/api/sync', 'post'>;
export type OpResult = SyncAnswer['results'][number];
export type Version = Answer<'/api/versions/{entity}/{entity_id}', 'get'>[number];
export type Change = SyncAnswer['changes'][number];
export type Reminder = Answer<'/api/reminders', 'get'>[number];
export type NewReminder = Body<'/api/reminders', 'post'>;
export type ReminderPatch = Body<'/api/reminders/{reminder_id}', 'patch'>;
export type Later = Body<'/api/reminders/snooze', 'post'>['for'];
export type LogLine = Answer<'/api/reminders/log', 'get'>[number];
export type Subscription = Answer<'/api/push/subscriptions', 'get'>[number];
export type Trends = Answer<'/api/trends', 'get'>;
export type Suggestion = Trends['suggestions'][number];
export type ArticleCard = Answer<'/api/articles', 'get'>[number];
export type Report = Body<'/api/articles/{slug}/reports', 'post'>;
export type Article = Answer<'/api/articles/{slug}', 'get'>;
export type AdminArticle = Answer<'/api/admin/articles', 'get'>[number];
export type NewArticle = Body<'/api/admin/articles', 'post'>;
export type ArticlePatch = Body<'/api/admin/articles/{article_id}', 'patch'>;
export type LinkPreview = Answer<'/api/admin/articles/preview', 'post'>;
export type CurationQueue = Answer<'/api/admin/queue', 'get'>;
export type ArticleVersion = Answer<'/api/admin/articles/{article_id}/versions', 'get'>[number];
export type AuditLine = Answer<'/api/admin/audit', 'get'>[number];
export type ArticlesFile = Body<'/api/admin/articles/import', 'post'>;
export type ImportResult = Answer<'/api/admin/articles/import', 'post'>;
export type ExplainBody = Body<'/api/admin/articles/explain', 'post'>;
export type Ranking = Answer<'/api/admin/articles/explain', 'post'>;
export type InviteRow = Answer<'/api/admin/invites', 'get'>[number];
export type NewInvite = Answer<'/api/admin/invites', 'post'>;

/** What a range of days was, day by day. */
export type History = Answer<'/api/history', 'get'>;
export type HabitHistory = History['habits'][number];
export type HabitNumbers = Answer<'/api/habits/numbers', 'get'>[number];
