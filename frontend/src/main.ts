import { mount } from 'svelte';
import App from './App.svelte';
import { router } from './lib/router.svelte';
import { start } from '$lib/state/start';
import '$lib/ui/tokens.css';
import '$lib/ui/base.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

router.listen();
// The device's database is on its way while the first frame is made.
void start();
mount(App, { target });
