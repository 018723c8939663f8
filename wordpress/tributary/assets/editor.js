/**
 * The pieces in the editor. Plain JavaScript with WordPress's own packages: nothing has to be built.
 */
( function ( wp ) {
	'use strict';

	var el = wp.element.createElement;
	var __ = wp.i18n.__;
	var blockEditor = wp.blockEditor;
	var components = wp.components;

	var controls = {
		'tributary/stats': function ( props ) {
			return el( components.SelectControl, {
				label: __( 'Figures by', 'tributary' ),
				value: props.attributes.interval,
				options: [
					{ label: __( 'Day', 'tributary' ), value: 'day' },
					{ label: __( 'Week', 'tributary' ), value: 'week' },
					{ label: __( 'Month', 'tributary' ), value: 'month' },
				],
				onChange: function ( value ) {
					props.setAttributes( { interval: value } );
				},
			} );
		},
		'tributary/signup': function ( props ) {
			return el( components.TextControl, {
				label: __( 'Address of the form', 'tributary' ),
				help: __( 'Empty: the one chosen in the settings.', 'tributary' ),
				value: props.attributes.form,
				onChange: function ( value ) {
					props.setAttributes( { form: value } );
				},
			} );
		},
	};

	[ 'center', 'stats', 'links', 'promo-tools', 'referrals', 'earnings', 'next-payment', 'signup' ].forEach( function ( part ) {
		var name = 'tributary/' + part;
		wp.blocks.registerBlockType( name, {
			edit: function ( props ) {
				var own = controls[ name ] && el( components.PanelBody, {}, controls[ name ]( props ) );
				var preview = el( wp.serverSideRender, { block: name, attributes: props.attributes } );
				return el( 'div', blockEditor.useBlockProps(), own && el( blockEditor.InspectorControls, {}, own ), preview );
			},
			save: function () {
				return null;
			},
		} );
	} );
} )( window.wp );
