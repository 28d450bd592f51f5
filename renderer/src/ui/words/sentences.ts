/** Sentences that several areas show. */

export const appTooOld = 'This app is too old for the service. Update the app to go live.';
export const serviceTooOld = 'The service is too old for this app. Ask its admin to update it.';
export const keyNeeded = 'This service needs a presenter key. Ask its admin for an enrolment link.';
export const signInNeeded = 'To present at this service, sign in.';
export const signInExpired = 'Your sign-in at this service has ended. Sign in again.';
export const signInRefused = 'This service doesn’t let you present. Ask its admin, or sign in as somebody else.';
export const keyRefused = 'This service doesn’t accept your presenter key. Ask its admin for a new enrolment link.';
export const noAnswer = 'The service doesn’t answer.';
export const notSaved = 'The settings could not be saved.';
