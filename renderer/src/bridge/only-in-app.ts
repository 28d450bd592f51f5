/** For calls that the UI makes only in the app. */
export const onlyInApp = (): Promise<never> => Promise.reject(new Error('Only the Lectern app can do this.'));
