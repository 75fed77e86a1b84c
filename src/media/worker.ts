// The program of a drawing thread.

import { renderNow } from './render.ts';
import { answerJobs } from './thread.ts';

answerJobs(renderNow);
