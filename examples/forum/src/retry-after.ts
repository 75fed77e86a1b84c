/** When to come back while Inkblot gives no answer: by then it may have been started anew. */
export const RETRY_AFTER_SECONDS = '10';
