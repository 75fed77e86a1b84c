import { createApp, h } from 'vue';

/** Mounts a client's component with these props. */
export function mount(component, props, slots) {
  const app = createApp({
    render: () => h(component, { ref: 'client', ...props }, slots),
    mounted() {
      window.client = this.$refs.client;
    },
  });
  app.mount('#app');
  window.unmount = () => app.unmount();
}
