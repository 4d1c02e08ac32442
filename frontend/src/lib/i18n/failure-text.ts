import { Failure } from '$lib/api/failure';
import { m } from '../../paraglide/messages';

const texts: Record<string, () => string> = {
  offline: m.error_offline,
  'not-signed-in': m.error_not_signed_in,
  'wrong-credentials': m.error_wrong_credentials,
  'slow-down': m.error_slow_down,
  'invite-expired': m.error_invite_expired,
  'invite-unknown': m.error_invite_unknown,
  'invite-used': m.error_invite_used,
  'weak-password': m.error_weak_password,
  'email-taken': m.error_email_taken,
  'too-many': m.error_too_many,
  'invalid-time': m.error_invalid_time,
  'unknown-zone': m.error_unknown_zone,
  'push-host-not-allowed': m.error_push_host,
  'malformed-subscription': m.error_push_subscription,
  'subscription-taken': m.error_push_taken,
  'blocked-address': m.error_blocked_address,
  'not-a-page': m.error_not_a_page,
  'fetch-failed': m.error_fetch_failed,
  'duplicate-url': m.error_duplicate_url,
  'too-large': m.error_too_large,
  'not-ready': m.error_not_ready,
  invalid: m.error_invalid,
  forbidden: m.error_forbidden,
  'not-found': m.error_not_found,
};

/** What to tell a person about a failure: a translated text, else the server's own title. */
export function failureText(failure: unknown): string {
  if (!(failure instanceof Failure)) return m.error_unknown();
  return texts[failure.code]?.() ?? (failure.problem?.title || m.error_unknown());
}
