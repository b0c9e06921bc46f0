'use strict'

// On a phone, Escape closes the contents, which are open while they are the target of the address.
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && location.hash === '#contents') {
    location.hash = '#mdbook-content'
    document.querySelector('.menu').focus()
  }
})
