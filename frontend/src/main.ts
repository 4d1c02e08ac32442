import { mount } from 'svelte';
import App from './App.svelte';
import { router } from './lib/router.svelte';
import { session } from '$lib/state/session.svelte';
import '$lib/ui/tokens.css';
import '$lib/ui/base.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

router.listen();
void session.check();
mount(App, { target });
