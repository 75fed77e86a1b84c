// The program of a drawing thread.

import { createRenderNow } from './render.ts';
import { answerJobs } from './thread.ts';

answerJobs(createRenderNow);
